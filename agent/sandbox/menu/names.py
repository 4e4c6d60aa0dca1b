"""The namespaces of AdapterWS and of SOAP 1.1, letter by letter."""

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
TEMPURI = "http://tempuri.org/"
SCHEMA_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
SERIALIZATION = "http://schemas.microsoft.com/2003/10/Serialization/"
ARRAYS = f"{SERIALIZATION}Arrays"
CONTRACTS = "http://schemas.datacontract.org/2004/07/"
"""What the namespaces of all contracts begin with."""

DISPATCH_FAULTS = "http://schemas.microsoft.com/net/2005/12/windowscommunicationfoundation/dispatcher"
ADDRESSING_FAULTS = "http://schemas.microsoft.com/ws/2005/05/addressing/none"

NIL = f"{{{SCHEMA_INSTANCE}}}nil"
