"""The numbers and citations of the law as dated data, each with the mark of how it was read.

Marks: ``S`` the statute or rule was read; ``O`` material of the Minnesota Data
Practices Office was read; ``T`` somebody else's restatement was read; ``K``
general knowledge, the text was not read; ``Q`` an open question, ask a person.
Only S, O and T are ever stated to anybody as law.
"""
