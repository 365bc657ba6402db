-- Conversations about pictures: a tree of turns, each a question with its answer.
CREATE TABLE "Conversation" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "title" TEXT NOT NULL,
    -- Whether a person named it; else the title is its first question.
    "isTitled" BOOLEAN NOT NULL DEFAULT false,
    "isPinned" BOOLEAN NOT NULL DEFAULT false,
    -- What a person chose to answer it; null for the best there is.
    "engine" TEXT,
    "model" TEXT,
    -- The last turn of the branch that is shown. Not a foreign key: the two tables would wait for each other.
    "activeTurnId" INTEGER,
    "createdAt" BIGINT NOT NULL,
    "updatedAt" BIGINT NOT NULL,
    "deletedAt" BIGINT
);
CREATE INDEX "Conversation_isPinned_updatedAt_id_idx" ON "Conversation"("isPinned", "updatedAt", "id");

CREATE TABLE "Turn" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "conversationId" INTEGER NOT NULL,
    -- The turn before; turns with the same one are branches.
    "parentId" INTEGER,
    "question" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "answer" TEXT NOT NULL DEFAULT '',
    "engine" TEXT,
    "data" TEXT NOT NULL DEFAULT '{}',
    "createdAt" BIGINT NOT NULL,
    "finishedAt" BIGINT,
    CONSTRAINT "Turn_conversationId_fkey" FOREIGN KEY ("conversationId") REFERENCES "Conversation" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "Turn_parentId_fkey" FOREIGN KEY ("parentId") REFERENCES "Turn" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "Turn_conversationId_id_idx" ON "Turn"("conversationId", "id");
CREATE INDEX "Turn_parentId_idx" ON "Turn"("parentId") WHERE "parentId" IS NOT NULL;
-- Those being answered are few.
CREATE INDEX "Turn_underWay_idx" ON "Turn"("state") WHERE "state" IN ('queued', 'running');

-- A picture that a turn brings. It goes with its image; the turn stays.
CREATE TABLE "TurnPicture" (
    "turnId" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "imageId" INTEGER NOT NULL,
    "region" TEXT,
    CONSTRAINT "TurnPicture_turnId_fkey" FOREIGN KEY ("turnId") REFERENCES "Turn" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "TurnPicture_imageId_fkey" FOREIGN KEY ("imageId") REFERENCES "Image" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    PRIMARY KEY ("turnId", "position")
);
CREATE INDEX "TurnPicture_imageId_idx" ON "TurnPicture"("imageId");

-- For `conversation.changed`.
ALTER TABLE "Event" ADD COLUMN "conversationId" INTEGER;
