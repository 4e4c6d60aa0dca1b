"""The contracts of AdapterWS: which members an object has on the wire, in which order, namespace and type.

Written down from docs/vendors/AdapterWS.wsdl, name for name (a test compares them). A member is `Name:type`, with `?`
where it may be null. Types that are named here and not described are always null in this sandbox.
"""

from agent.sandbox.menu.members import Contract, Member
from agent.sandbox.menu.names import ARRAYS, CONTRACTS

BASE = Contract(
    "Contratto",
    CONTRACTS + "PMessageBox.Contract",
    """
    IDDati:string? IsParziale:boolean UltimaModifica:dateTime?
    """,
    own_identity=True,
)
STRUCTURAL_OBJECT = Contract(
    "StructuralObject",
    CONTRACTS + "System.Data.Objects.DataClasses",
    "",
    own_identity=True,
)
ENTITY_OBJECT = Contract(
    "EntityObject",
    CONTRACTS + "System.Data.Objects.DataClasses",
    """
    EntityKey:EntityKey?
    """,
    base=STRUCTURAL_OBJECT,
)
STORED_OBJECT = Contract(
    "OggettoEntita",
    CONTRACTS + "frwbo2",
    """
    DataCreazione:dateTime DataUltimaModifica:dateTime OID:int Selettore:string? UtenteCreazione:int
    UtenteUltimaModifica:int
    """,
    base=ENTITY_OBJECT,
)
LOGIN = Contract(
    "InfoLogin",
    CONTRACTS + "PMessageBox.Kernel",
    """
    Azienda:string? Bew:string? Password:string? Utente:string?
    """,
)
RESERVATION = Contract(
    "ContrattoPrenotazioneMenu",
    CONTRACTS + "PMessageBox.Contract.PrenotazioneMenu",
    """
    Adulti:int? Altro:int? Bambini:int? CameraCodiceCliente:int? CameraIdPrenotazione:int? CameraNumero:string?
    CameraTrattamento:string? ClienteCF:string? ClienteCodRete:string? ClientePIVA:string? ClienteRagSoc:string?
    CodiceRete:string? DataOra:dateTime Durata:int? Email:string? IdGestionale:int? Intestazione:string?
    IsWeb:boolean Menu:int? Note:string? NumeroPersone:int OrdineDiProduzione:ContrattoComanda? Origine:int?
    OrigineEnum:EnumPMBOriginePrenotazione? PersonaleLogin:string? Sala:string? Stato:int?
    StatoEnum:EnumStatoPrenotazione? Tag:string? Tavoli:ArrayOfstring? Telefono:string? Varie:string? Veg:int?
    """,
    base=BASE,
)
ROOM = Contract(
    "PMBSala",
    CONTRACTS + "PMessageBox.Contract.PrenotazioneMenu",
    """
    DimX:decimal DimY:decimal Modalita:PMBSala.EnumModalita Nome:string? Piantina:base64Binary? PiantinaNome:string?
    Tavoli:ArrayOfPMBTavolo?
    """,
)
TABLE = Contract(
    "PMBTavolo",
    CONTRACTS + "PMessageBox.Contract.PrenotazioneMenu",
    """
    Coperti:int CopertiMinimi:int DimX:decimal DimY:decimal IsLibero:boolean Nome:string? PosX:decimal PosY:decimal
    Rotazione:int Tipo:PMBTavolo.EnumTipoTavolo
    """,
)
VAT = Contract(
    "PMBAliquotaIVA",
    CONTRACTS + "PMessageBox.Contract.Common",
    """
    ApplicaBollo:boolean? Codice:string? CodiceMexal:string? Descrizione:string? IsAgricola:boolean? Natura:string?
    Percentuale:decimal RepartoFiscale:int? Target:int? TargetEnum:PMBEnumTargetAliquota?
    TipoMerceFatturaSM:PMBEnumTipoMerceFatturaSM?
    """,
    own_identity=True,
)
PAYMENT_TYPE = Contract(
    "PMBTipoPagamento",
    CONTRACTS + "PMessageBox.Contract.Common",
    """
    Categoria:string? Codice:string? ContoMexal:string? ContoMexalBanca:string? NumMexal:int?
    """,
    own_identity=True,
)
CHECK = Contract(
    "ContrattoComanda",
    CONTRACTS + "PMessageBox.Contract.Comanda",
    """
    AsportoDataConsegna:dateTime? AsportoIndirizzo:string? AsportoIntestazione:string? AsportoTelefono:string?
    AsportoTipo:int? AsportoTipoEnum:EnumTipoAsporto? CameriereLogin:string? ClienteCF:string?
    ClienteCodRete:string? ClientePIVA:string? ClienteRagSoc:string? Coperti:int? DataCreazioneSistema:dateTime?
    DataEventoCliente:dateTime? DataGestione:dateTime? DettaglioPosti:ArrayOfPMBDettaglioPosto?
    EventoCliente:string? IdGestionale:int? IdPrenotazione:int? ImportoPrePagato:decimal? IsAsporto:boolean
    IsConfezionamentoVassoio:boolean? IsPagato:boolean? IsTipoPagamentoSpec:boolean IsWeb:boolean Listino:string?
    MenuAttivo:string? MenuMySelf:string? Note:string? Pager:string? ProgressivoGiorno:int?
    Righe:ArrayOfPMBRigaComanda? Sala:string? Sconto:decimal? Stato:int? StatoEnum:EnumStatoComanda? Tavolo:string?
    TipoPagamento:PMBTipoPagamento? Tool_BloccaCancellazione:boolean Tool_Codice:string? Tool_Custom1:string?
    Tool_Custom2:string? Tool_Evento:EnumToolEvento Tool_IdTastoCustom:string? Tool_Messaggio:string?
    Tool_MessaggioErrore:string? Tool_Parametri:ArrayOfanyType? Tool_RigaModificata:PMBRigaComanda?
    Tool_RigheInviate:ArrayOfPMBRigaComanda? Turno:string? UltimaPortataChiamata:int? UltimaPortataInviata:int
    """,
    base=BASE,
)
CHECK_ROW = Contract(
    "PMBRigaComanda",
    CONTRACTS + "PMessageBox.Contract.Comanda",
    """
    Articolo:string? CameriereLogin:string? CategoriaGenerico:string? CentroProduzione:string?
    Componenti:ArrayOfPMBRigaComanda? DaCancellare:boolean? DataConsegna:dateTime? DataInvio:dateTime?
    DataRitiro:dateTime? Descrizione:string? IVA:PMBAliquotaIVA? IdGestionale:int? IsOfferto:boolean
    IsPagato:boolean? PadreComposto:PMBRigaComanda? Pezzi:int PezziPrec:int Posto:int? Prezzo:decimal?
    QuantitaUM:decimal? ResetPrezzo:boolean Stato:int? StatoEnum:EnumStatoRigaComanda? StatoPrec:int?
    StatoPrecEnum:EnumStatoRigaComanda? Tipo:int? TipoClient:EnumTipoClientComanda TipoEnum:EnumTipoRigaComanda?
    Tool_EseguiInvio:boolean Totale:decimal? Uscita:int Varianti:ArrayOfPMBRigaVariante?
    """,
    own_identity=True,
)
CHECK_VARIANT = Contract(
    "PMBRigaVariante",
    CONTRACTS + "PMessageBox.Contract.Comanda",
    """
    Descrizione:string? IdGestionale:int? InAggiunta:boolean Prezzo:decimal? QuantitaUM:decimal?
    RigaComanda:PMBRigaComanda? Variante:string?
    """,
    own_identity=True,
)
BILL = Contract(
    "ContrattoConto",
    CONTRACTS + "PMessageBox.Contract.Conto",
    """
    Abbuono:decimal? BuonoDaEmettere:ContrattoBuonoSconto? Cap:string? CassiereLogin:string?
    CastellettoIVA:ArrayOfContrattoConto.RigaCastelletto? Causale:string? CausaleAnnullo:string?
    CausaleSconto:string? ClienteCF:string? ClienteCodMexal:string? ClienteCodRete:string?
    ClienteCodiceCustom:string? ClienteId:int? ClientePIVA:string? ClienteRagSoc:string? ClienteTessera:string?
    CodiceLotteria:string? Comando:int? ComandoEnum:EnumComandoConto? DataChiusura:dateTime?
    DataCreazioneSistema:dateTime? DataFatturaScontrino:dateTime? DataGestione:dateTime?
    DettaglioSconti:ArrayOfContrattoConto.PMBDettaglioSconto? FEBolloVirtuale:boolean FECausale:string?
    FEDocCorrelatoCodiceCIG:string? FEDocCorrelatoCodiceCUP:string? FEDocCorrelatoCodiceCommessaConvenzione:string?
    FEDocCorrelatoData:dateTime? FEDocCorrelatoIdDocumento:string? FEDocCorrelatoNumItem:string?
    FEEsigibilitaIva:string? FEImportoBollo:decimal FEListaAllegatoFattura:ArrayOfContrattoConto.AllegatoFE?
    FEListaPagamentoFattura:ArrayOfContrattoConto.PagamentoFE? FEModalitaGestioneFattura:string?
    FENumeroBollo:string? FERiferimentoAmministrazione:string? FEStatoFattura:string?
    FETipoDocumentoCorrelato:string? HotelCamera:string? HotelCodCli:int? HotelIdPrenotazione:int? IdComanda:int?
    IdGestionale:int? IdNegozio:string? IdScontrinoParlante:string? IsFatturaElettronica:boolean?
    IsModNettoIva:boolean? IsParziale:boolean IsScontrinoTelematico:boolean? IsTaxFree:boolean?
    ListaStorni:ArrayOfContrattoConto.Storno? Listino:string? Maggiorazione:decimal?
    MovimentazionePromozione1:decimal? MovimentazionePromozione2:decimal? MovimentazionePromozione3:decimal?
    NotaFatturaScontrino:string? Note:string? Numero:int? NumeroCoperti:int? NumeroFatturaScontrino:int
    NumeroMatricolaStampante:string? NumeroScontrinoFiscale:string? Pagamenti:ArrayOfPMBRigaPagamento?
    Promozione1:string? Promozione2:string? Promozione3:string? PuntiDaAccumulare:decimal? PuntiScalati:decimal?
    PuntoCassa:string? QuoteArticoliRomana:ArrayOfPMBRigaConto? Reparto:string? ResetPromo:boolean Resto:decimal?
    Righe:ArrayOfPMBRigaConto? SaldoPromozione1:decimal? SaldoPromozione2:decimal? SaldoPromozione3:decimal?
    ScontoEuro:decimal? ScontoFormato:string? SegueFattura:boolean? Serie:string? SerieFatturaScontrino:string?
    Sospeso:decimal? SottocontoCF:string? SottocontoPIVA:string? SottocontoRagSoc:string? Stato:int?
    StatoEnum:EnumStatoConto? TipoConto:int? TipoContoEnum:EnumTipoConto? TipoDocumento:int?
    TipoDocumentoEnum:EnumTipoDocumentoConto? Tool_AttivaIncassoPagamenti:boolean Tool_BloccaCancellazione:boolean
    Tool_BloccaChiusura:boolean Tool_BuoniSconto:ArrayOfContrattoBuonoSconto? Tool_ClientPC:string?
    Tool_Codice:string? Tool_ComandaRistorante:ContrattoComanda? Tool_Custom1:string? Tool_Custom2:string?
    Tool_Domanda:string? Tool_Evento:EnumToolEvento Tool_IdTastoCustom:string? Tool_NumeroRigaSelezionata:int?
    Tool_Parametri:ArrayOfanyType? Tool_QRCodePagamento:string? Tool_RicalcolaPagamenti:boolean
    Tool_RigaModificata:PMBRigaConto? Tool_RispostaAScelta:string? Tool_RispostaFissa:EnumToolRisposta?
    Tool_StampaTestuale:ArrayOfstring? Tool_Stampante:ArrayOfstring? Tool_TipoDomanda:EnumToolTipoDomanda
    Tool_ValoriRisposta:ArrayOfstring? TotaleDaPagare:decimal? TotaleDocumento:decimal? TotaleIVA:decimal?
    TotaleImponibile:decimal? TotalePagato:decimal? TotalePezzi:int? TotaleStorno:decimal? Turno:string?
    UltimaModifica:dateTime?
    """,
    base=BASE,
)
BILL_VAT = Contract(
    "ContrattoConto.RigaCastelletto",
    CONTRACTS + "PMessageBox.Contract.Conto",
    """
    CodiceIVA:string? Imponibile:decimal Importo:decimal Percentuale:decimal
    """,
)
BILL_ROW = Contract(
    "PMBRigaConto",
    CONTRACTS + "PMessageBox.Contract.Conto",
    """
    Articolo:string? ArticoloGenerico:boolean? CassiereLogin:string? CausaleSconto:string? CodiceStatistico:string?
    Colli:int? Componenti:ArrayOfPMBRigaConto? Conto:ContrattoConto? DaCancellare:boolean? Descrizione:string?
    IVA:PMBAliquotaIVA? IdGestionale:int? IdRigaComanda:int? IsAbbuonoNettoIVA:boolean? IsAbbuonoTotale:boolean?
    IsPrezzoTool:boolean Matricola:string? NumeroRiga:int? PadreComposto:PMBRigaConto? PezziScontati:int?
    PosTaglia:int? Prezzo:decimal? PrezzoManuale:boolean? PrezzoUnitario:decimal? Promozione:string? Quantita:int
    QuantitaUM:decimal? ResetPrezzo:boolean ScontoDescrizione:string? ScontoEuro:decimal? ScontoFormato:string?
    Tara:decimal? TipoRiga:int? TipoRigaEnum:EnumTipoRigaConto? Tool_Custom1:string? Tool_Custom2:string?
    Tool_RicercaAlias:string? Tool_VariantiComanda:ArrayOfPMBRigaConto.VarianteComanda? TotaleDiRiga:decimal?
    UM:string?
    """,
    base=STORED_OBJECT,
)
BILL_PAYMENT = Contract(
    "PMBRigaPagamento",
    CONTRACTS + "PMessageBox.Contract.Conto",
    """
    CassiereLogin:string? Conto:ContrattoConto? DataGestione:dateTime? Importo:decimal
    ListaBuoni:ArrayOfPMBRigaPagamento.BuonoPastoXPagamento? Numero:int? Tipo:PMBTipoPagamento?
    """,
    base=STORED_OBJECT,
)

BY_NAME = {
    contract.name: contract
    for contract in (
        BASE,
        STRUCTURAL_OBJECT,
        ENTITY_OBJECT,
        STORED_OBJECT,
        LOGIN,
        RESERVATION,
        ROOM,
        TABLE,
        VAT,
        PAYMENT_TYPE,
        CHECK,
        CHECK_ROW,
        CHECK_VARIANT,
        BILL,
        BILL_VAT,
        BILL_ROW,
        BILL_PAYMENT,
    )
}
"""Every contract by the name of its type."""

ENUMERATIONS = {
    "EnumPMBOriginePrenotazione": "Undefined ClientWindows MenuApp Portale WebBooking",
    "EnumStatoPrenotazione": "Confermata Mancata Chiusa Preventivo ListaAttesa",
    "PMBSala.EnumModalita": "Disabilitata Richiesta Tavolo TavoloRichiesta",
    "PMBTavolo.EnumTipoTavolo": "Rettangolare Tondo IngombroRettangolare IngombroTondo",
    "EnumStatoRigaComanda": "Nuovo InAttesa InProduzione Fatto Cancellato Preventivo",
    "EnumTipoClientComanda": "ClientFui AppClienteV1 AppClienteV2 ComandaSmart Passweb ToolSviluppo PortaliEsterni",
    "EnumTipoRigaComanda": "Semplice Coperto Composto Componente",
    "EnumStatoComanda": "Attesa Produzione Prodotto",
    "EnumStatoConto": "Aperto Pagato Sospeso ExSospeso Annullato Emesso BuonoPastoSospeso",
    "EnumTipoConto": (
        "Unico SeparatoManuale RomanaUnico RomanaSeparato NonUsato SeparatoAutomatico PagamentoSospesi "
        "RiepilogoBuoniPasto Reso Acconto RiepilogoImpegnative Annullo"
    ),
    "EnumTipoDocumentoConto": (
        "Scontrino FatturaRicevutaFiscale Proforma RicevutaFiscale ProformaHotel RicevutaHotel NotaCredito "
        "Fattura ScontrinoResoNC ScontrinoHotel"
    ),
    "EnumTipoRigaConto": "Normale Reso Nota",
    "PMBEnumTargetAliquota": "Beni Servizi ServiziSpesa",
    # Of what only tools and discounts use, the value that stands where nothing is said.
    "EnumToolEvento": "PromoCustom",
    "EnumToolTipoDomanda": "Info",
}
"""The words of each; the first stands for a missing one that may not be null, and its place is the `int` beside it."""


def item_of(kind: str) -> Member | None:
    """What an array holds; None when `kind` is no array."""
    if not kind.startswith("ArrayOf"):
        return None
    item = kind.removeprefix("ArrayOf")
    return Member(BY_NAME[item].namespace if item in BY_NAME else ARRAYS, item, item, nullable=True)
