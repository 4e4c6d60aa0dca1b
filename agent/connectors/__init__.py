"""The only door to the network. Raw JSON never leaves a connector; every failure leaves it as `Failed`."""
