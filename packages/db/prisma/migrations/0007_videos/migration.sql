-- A video is a file whose keyframes are images, as a PDF is one whose pages are. What is known of the file itself:
CREATE TABLE "Video" (
    "sha256" TEXT NOT NULL PRIMARY KEY,
    -- Null where the file does not say.
    "durationMs" BIGINT,
    -- How often the reading of the sequence was begun without success.
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "readAt" BIGINT,
    CONSTRAINT "Video_sha256_fkey" FOREIGN KEY ("sha256") REFERENCES "Blob" ("sha256") ON DELETE CASCADE ON UPDATE CASCADE
);

-- Those whose sequence has not been read yet.
CREATE INDEX "Video_unread_idx" ON "Video"("attempts") WHERE "readAt" IS NULL;

-- When a keyframe is seen in its video; null for every other image.
ALTER TABLE "Image" ADD COLUMN "atMs" BIGINT;
