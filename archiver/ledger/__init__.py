"""The ledger: a Merkle tree over every stored object, in signed states anyone can check."""
