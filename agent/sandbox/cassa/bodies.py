"""What clients may send to the till, as far as its fields are known. Shapes only; fields not known here are kept."""

from decimal import Decimal
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, StrictStr, ValidationError

from agent.sandbox.cassa.refusal import invalid, misshapen
from agent.sandbox.wire import Json, decoded

Body = TypeVar("Body", bound=BaseModel)
WorkflowStatus = Literal[
    "REQUESTED",
    "ACCEPTED",
    "REJECTED",
    "PROCESSING",
    "READY",
    "SHIPPING",
    "SHIPPED",
    "DELIVERING",
    "CANCELED",
    "COMPLETED",
]


def read(shape: type[Body], body: bytes) -> tuple[Body, Json]:
    """The body twice: checked, and as it was sent. Raises Refusal."""
    try:
        told = decoded(body)
        return shape.model_validate(told), told
    except ValidationError as error:
        raise misshapen(error) from error
    except ValueError as error:
        raise invalid("the body is not JSON") from error


class Open(BaseModel):
    model_config = ConfigDict(extra="allow")


class TokenRequest(BaseModel):
    apiKey: StrictStr


class RowModifierValue(Open):
    idOption: StrictStr
    idValue: StrictStr
    price: Decimal | None = None


class Row(Open):
    idProductVariant: StrictStr | None = None
    idSalesMode: StrictStr | None = None
    quantity: Annotated[Decimal, Field(gt=0)]
    price: Decimal
    rowModifierValues: list[RowModifierValue] = []
    note: StrictStr | None = None
    shippingCost: StrictBool = False


class Document(Open):
    idSalesPoint: StrictInt
    idCustomer: StrictStr | None = None
    amount: Decimal | None = None
    note: StrictStr | None = None
    rows: list[Row]
    payments: list[Json] = []


class OrderDraft(Open):
    externalId: StrictStr | None = None
    isExternalOrder: StrictBool = False
    externalWorkflowStatus: WorkflowStatus = "REQUESTED"
    date: StrictInt | None = None
    dueDate: StrictInt | None = None
    deliveryMode: Literal["TABLE", "PICKUP", "DELIVERY", "OTHER"] | None = None
    prepay: StrictBool = False
    document: Document


class Batch(BaseModel):
    create: Annotated[list[OrderDraft], Field(min_length=1)]


class Prepayment(BaseModel):
    prepaymentStatus: StrictStr
    prepaymentTransactionId: StrictStr | None = None


class CustomerDraft(Open):
    name: StrictStr | None = None
    firstName: StrictStr | None = None
    lastName: StrictStr | None = None
    email: StrictStr | None = None
    phoneNumber: StrictStr | None = None
    note: StrictStr | None = None
    idSalesPoint: StrictInt | None = None
