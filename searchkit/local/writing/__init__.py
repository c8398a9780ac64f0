"""Make an index equal to a corpus: analyse, write, record. Make it whole again."""
