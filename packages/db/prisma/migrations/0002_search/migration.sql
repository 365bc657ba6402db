-- Full-text search, written by hand: Prisma knows no FTS5. Everything here can be built anew from the
-- images and their annotations (`rebuildIndex`).

-- One row an image, nothing but the index: words come folded and cut by src/search/words.ts, so that both
-- sides fold alike. The last column holds tokens for what is filtered by (kind, status, labels, days, sizes …),
-- which makes every filter a part of the one full-text query.
CREATE VIRTUAL TABLE "search_fts" USING fts5(
  "caption", "detailedCaption", "reading", "text", "labels", "tags", "fileName", "notes", "facets",
  content = '',
  contentless_delete = 1,
  tokenize = 'unicode61 remove_diacritics 2'
);

-- What ranking and counting read for an image, without its text.
CREATE TABLE "SearchDocument" (
  "imageId" INTEGER NOT NULL PRIMARY KEY,
  "isTrashed" INTEGER NOT NULL,
  -- How many words the document has.
  "length" INTEGER NOT NULL,
  "sizeBytes" INTEGER NOT NULL,
  -- The file name, folded, its numbers padded: sorts as a person would.
  "sortName" TEXT NOT NULL,
  -- A header and each distinct word with its weighted frequency; see src/search/packed.ts.
  "words" TEXT NOT NULL,
  -- The ids of its SearchFacet rows, packed alike.
  "facets" TEXT NOT NULL
);
CREATE INDEX "SearchDocument_name_idx" ON "SearchDocument"("sortName", "imageId") WHERE "isTrashed" = 0;
CREATE INDEX "SearchDocument_size_idx" ON "SearchDocument"("sizeBytes", "imageId") WHERE "isTrashed" = 0;

-- Every word there is, with how many documents have it: for word forms, prefixes, substrings, mended
-- typing errors, suggestions and the weight of a word.
CREATE TABLE "SearchWord" (
  "id" INTEGER NOT NULL PRIMARY KEY,
  "word" TEXT NOT NULL,
  "stem" TEXT NOT NULL,
  "documents" INTEGER NOT NULL
);
CREATE UNIQUE INDEX "SearchWord_word_key" ON "SearchWord"("word");
CREATE INDEX "SearchWord_stem_idx" ON "SearchWord"("stem");
CREATE INDEX "SearchWord_shape_idx" ON "SearchWord"(substr("word", 1, 1), length("word"));

-- Substrings, part numbers and plates: three-letter pieces of the words; rowid is SearchWord.id.
CREATE VIRTUAL TABLE "search_tri" USING fts5(
  "word",
  content = '',
  contentless_delete = 1,
  tokenize = 'trigram'
);

-- The choices of every facet, with how many images outside the trash have them.
CREATE TABLE "SearchFacet" (
  "id" INTEGER NOT NULL PRIMARY KEY,
  "name" TEXT NOT NULL,
  "value" TEXT NOT NULL,
  "documents" INTEGER NOT NULL
);
CREATE UNIQUE INDEX "SearchFacet_name_value_key" ON "SearchFacet"("name", "value");

-- One row: how many documents there are, how many of them in the trash, and the sum of their lengths.
CREATE TABLE "SearchTotals" (
  "id" INTEGER NOT NULL PRIMARY KEY CHECK ("id" = 1),
  "documents" INTEGER NOT NULL,
  "trashed" INTEGER NOT NULL,
  "words" INTEGER NOT NULL
);
INSERT INTO "SearchTotals" ("id", "documents", "trashed", "words") VALUES (1, 0, 0, 0);
