"""The flows: pull, apply, save the cursor; push what is owed. They know the ports and the ledger, and no library."""
