"""Turn bytes into notices. Only `fetch` speaks HTTP; everything else is pure."""
