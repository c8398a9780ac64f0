"""The best articles of the first stage -> other scores for them, and so another order.

What these stages look at would take too long in all articles, and how many are found is known
already. So only the best `ranking.BEST` articles are looked at (`best_articles`): below
them, the order of the first stage goes on. No stage lowers a score below that of an article
which it does not look at, so that scores descend all the way.

- `newest_first` multiplies by how new an article is, where that is asked for. It is applied to
  all articles, before the best are chosen.
- `pair_positions` reads where neighbouring words of a query are in these articles, and
  `pair_scoring` makes scores of how often they are near each other.
- `second_look` compares the best `ranking.LIKE` of these with each other by their signatures,
  the terms that each has most often: what the best few are about raises what is about the same.

None of this knows how the index is cut into segments, but for the reading of positions.
"""
