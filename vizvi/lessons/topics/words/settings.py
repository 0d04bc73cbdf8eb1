"""Words: Settings."""

BY = {"all": "all documents", "minibatches": "minibatches"}
TOPICS, DOCUMENTS = "Topics, K", "Documents"
ALPHA, ALPHA_HELP = "Model's α", "Small: a document has few topics. The corpus was made with 0.3."
CLIMB = "Climb by"
CLIMB_HELP = "Coordinate ascent reads all documents before topics move; stochastic VI moves them after every 20."
PASSES, PASSES_HELP = "After passes", "How often the documents were read."
DOCUMENT, DOCUMENT_HELP = "Document", "Which one is shown on the right."
ETA, ETA_HELP = "η of the model", "Small: a topic has few words."
WORDS = "Words a document"
CORPUS, CORPUS_HELP = "Corpus", "Its seed."
START, START_HELP = "Start", "The seed that topics start from."
