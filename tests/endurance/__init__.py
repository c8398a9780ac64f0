"""What an index has to survive, for as long as one likes.

The suite runs a short version of each of these. The long ones run by themselves:

    python -m tests.endurance kill --times 200     kill -9 and Ctrl-C at random moments
    python -m tests.endurance crash --commits 50   a loss of power at every step of a commit
    python -m tests.endurance flip --cases 5000    bytes changed, cut off and added
    python -m tests.endurance share --seconds 60   four readers and a writer
    python -m tests.endurance fuzz --cases 20000   headers that lie
    python -m tests.endurance read --cases 200000  files that nobody meant to be articles
    python -m tests.endurance read-foreign --cases 20000   pages, mail, PDF and archives, damaged
    python -m tests.endurance repeat --length 400000   one pattern over and over
    python -m tests.endurance install   the package and its extras in new environments

Each prints what it did, and ends with an error at the first thing that goes wrong.
"""
