"""What somebody may write so that a spreadsheet runs it or hides it, and what is shown instead."""

HOSTILE_CELLS = [
    ("=1+1", "'=1+1"),
    (" =1+1", "' =1+1"),
    ("+1", "'+1"),
    ("-1", "'-1"),
    ("@SUM(A1)", "'@SUM(A1)"),
    ("\t=1", "'\t=1"),
    ("\n@x", "'\n@x"),
    ("\uff1d1+1", "'\uff1d1+1"),
    ("\r=1", "\\u000d=1"),
    ("\x01=1", "\\u0001=1"),
    ("snow\rplow", "snow\\u000dplow"),
    ("\x9b2Jplow", "\\u009b2Jplow"),
    ("snow\u202eplow\u2066", "snow\\u202eplow\\u2066"),
]
