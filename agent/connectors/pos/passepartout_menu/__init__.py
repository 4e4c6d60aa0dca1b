"""Passepartout Menu, a till on the restaurant's own network, by its SOAP service "AdapterWS"."""
