-- What stage 1 said of an image before another model read it anew, until a person has decided between the two.
CREATE TABLE "FormerReading" (
    "imageId" INTEGER NOT NULL PRIMARY KEY,
    "data" TEXT NOT NULL,
    "space" TEXT,
    "dimensions" INTEGER,
    "vector" BLOB,
    "readAt" BIGINT NOT NULL,
    "decision" TEXT,
    "decidedAt" BIGINT,
    CONSTRAINT "FormerReading_imageId_fkey" FOREIGN KEY ("imageId") REFERENCES "Image" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- Decided ones are kept for a while, so that a decision can be taken back.
CREATE INDEX "FormerReading_decidedAt_idx" ON "FormerReading"("decidedAt") WHERE "decidedAt" IS NOT NULL;

-- Whether a person has yet to decide between two readings: a card shows it, search finds it.
ALTER TABLE "Image" ADD COLUMN "hasTwoReadings" BOOLEAN NOT NULL DEFAULT false;
CREATE INDEX "Image_hasTwoReadings_idx" ON "Image"("hasTwoReadings", "deletedAt") WHERE "hasTwoReadings" = 1;

-- The engine a person asked for; null for the best one there is.
ALTER TABLE "Job" ADD COLUMN "engine" TEXT;
