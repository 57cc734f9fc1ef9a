"""From facts to a graph and back to answers: ledger, projection, validation, store, queries, exports."""
