-- CreateTable
CREATE TABLE "Blob" (
    "sha256" TEXT NOT NULL PRIMARY KEY,
    "sizeBytes" BIGINT NOT NULL,
    "mediaType" TEXT NOT NULL,
    "createdAt" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "Image" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "sha256" TEXT NOT NULL,
    "page" INTEGER NOT NULL DEFAULT 0,
    "mediaType" TEXT NOT NULL,
    "fileName" TEXT NOT NULL,
    "width" INTEGER NOT NULL,
    "height" INTEGER NOT NULL,
    "sizeBytes" BIGINT NOT NULL,
    "placeholder" TEXT,
    "camera" TEXT,
    "sourceSha256" TEXT,
    "status" TEXT NOT NULL DEFAULT 'queued',
    "reasoning" TEXT NOT NULL DEFAULT 'unknown',
    "kind" TEXT,
    "caption" TEXT NOT NULL DEFAULT '',
    "engine" TEXT,
    "objectCount" INTEGER NOT NULL DEFAULT 0,
    "textLength" INTEGER NOT NULL DEFAULT 0,
    "triageReasons" TEXT NOT NULL DEFAULT '',
    "failure" TEXT,
    "notes" TEXT NOT NULL DEFAULT '',
    "isEdited" BOOLEAN NOT NULL DEFAULT false,
    "version" INTEGER NOT NULL DEFAULT 1,
    "takenAt" BIGINT,
    "createdAt" BIGINT NOT NULL,
    "updatedAt" BIGINT NOT NULL,
    "deletedAt" BIGINT,
    CONSTRAINT "Image_sha256_fkey" FOREIGN KEY ("sha256") REFERENCES "Blob" ("sha256") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Variant" (
    "imageId" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "sizeBytes" BIGINT NOT NULL,
    "mediaType" TEXT NOT NULL,
    "width" INTEGER NOT NULL,
    "height" INTEGER NOT NULL,

    PRIMARY KEY ("imageId", "kind"),
    CONSTRAINT "Variant_imageId_fkey" FOREIGN KEY ("imageId") REFERENCES "Image" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "Variant_sha256_fkey" FOREIGN KEY ("sha256") REFERENCES "Blob" ("sha256") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Source" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "author" TEXT NOT NULL,
    "engine" TEXT NOT NULL DEFAULT '',
    "modelId" TEXT NOT NULL DEFAULT '',
    "revision" TEXT NOT NULL DEFAULT '',
    "dtype" TEXT NOT NULL DEFAULT '',
    "device" TEXT NOT NULL DEFAULT '',
    "task" TEXT NOT NULL DEFAULT '',
    "promptVersion" TEXT NOT NULL DEFAULT '',
    "person" TEXT NOT NULL DEFAULT ''
);

-- CreateTable
CREATE TABLE "Annotation" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "imageId" INTEGER NOT NULL,
    "stage" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "position" INTEGER NOT NULL DEFAULT 0,
    "text" TEXT NOT NULL,
    "score" REAL,
    "x" REAL,
    "y" REAL,
    "width" REAL,
    "height" REAL,
    "data" TEXT,
    "sourceId" INTEGER NOT NULL,
    "createdAt" BIGINT NOT NULL,
    CONSTRAINT "Annotation_imageId_fkey" FOREIGN KEY ("imageId") REFERENCES "Image" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "Annotation_sourceId_fkey" FOREIGN KEY ("sourceId") REFERENCES "Source" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "StageResult" (
    "imageId" INTEGER NOT NULL,
    "stage" TEXT NOT NULL,
    "engine" TEXT NOT NULL,
    "data" TEXT NOT NULL,
    "createdAt" BIGINT NOT NULL,

    PRIMARY KEY ("imageId", "stage"),
    CONSTRAINT "StageResult_imageId_fkey" FOREIGN KEY ("imageId") REFERENCES "Image" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "StageSource" (
    "imageId" INTEGER NOT NULL,
    "stage" TEXT NOT NULL,
    "sourceId" INTEGER NOT NULL,

    PRIMARY KEY ("imageId", "stage", "sourceId"),
    CONSTRAINT "StageSource_imageId_fkey" FOREIGN KEY ("imageId") REFERENCES "Image" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "StageSource_sourceId_fkey" FOREIGN KEY ("sourceId") REFERENCES "Source" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Embedding" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "imageId" INTEGER NOT NULL,
    "space" TEXT NOT NULL,
    "dimensions" INTEGER NOT NULL,
    "vector" BLOB NOT NULL,
    CONSTRAINT "Embedding_imageId_fkey" FOREIGN KEY ("imageId") REFERENCES "Image" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Job" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "imageId" INTEGER NOT NULL,
    "stage" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "priority" INTEGER NOT NULL DEFAULT 0,
    "isInteractive" BOOLEAN NOT NULL DEFAULT false,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "maxAttempts" INTEGER NOT NULL DEFAULT 5,
    "runAt" BIGINT NOT NULL,
    "leaseUntil" BIGINT,
    "token" TEXT,
    "detail" TEXT,
    "errorCode" TEXT,
    "createdAt" BIGINT NOT NULL,
    "finishedAt" BIGINT,
    CONSTRAINT "Job_imageId_fkey" FOREIGN KEY ("imageId") REFERENCES "Image" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Event" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "type" TEXT NOT NULL,
    "imageId" INTEGER,
    "count" INTEGER,
    "at" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "Collection" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL,
    "createdAt" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "CollectionImage" (
    "collectionId" INTEGER NOT NULL,
    "imageId" INTEGER NOT NULL,
    "addedAt" BIGINT NOT NULL,

    PRIMARY KEY ("collectionId", "imageId"),
    CONSTRAINT "CollectionImage_collectionId_fkey" FOREIGN KEY ("collectionId") REFERENCES "Collection" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "CollectionImage_imageId_fkey" FOREIGN KEY ("imageId") REFERENCES "Image" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Tag" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL,
    "key" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "ImageTag" (
    "imageId" INTEGER NOT NULL,
    "tagId" INTEGER NOT NULL,
    "author" TEXT NOT NULL,
    "createdAt" BIGINT NOT NULL,

    PRIMARY KEY ("imageId", "tagId"),
    CONSTRAINT "ImageTag_imageId_fkey" FOREIGN KEY ("imageId") REFERENCES "Image" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "ImageTag_tagId_fkey" FOREIGN KEY ("tagId") REFERENCES "Tag" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "SavedSearch" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "sort" TEXT NOT NULL,
    "createdAt" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "Setting" (
    "key" TEXT NOT NULL PRIMARY KEY,
    "value" TEXT NOT NULL
);

-- CreateIndex
CREATE INDEX "Image_sourceSha256_idx" ON "Image"("sourceSha256") WHERE "sourceSha256" IS NOT NULL;

-- CreateIndex
CREATE INDEX "Image_deletedAt_id_idx" ON "Image"("deletedAt", "id") WHERE "deletedAt" IS NOT NULL;

-- CreateIndex
CREATE INDEX "Image_status_deletedAt_idx" ON "Image"("status", "deletedAt") WHERE "status" <> 'ready';

-- CreateIndex
CREATE INDEX "Image_reasoning_deletedAt_idx" ON "Image"("reasoning", "deletedAt") WHERE "reasoning" IN ('waiting', 'queued', 'running');

-- CreateIndex
CREATE UNIQUE INDEX "Image_sha256_page_key" ON "Image"("sha256", "page");

-- CreateIndex
CREATE INDEX "Variant_sha256_idx" ON "Variant"("sha256");

-- CreateIndex
CREATE UNIQUE INDEX "Source_author_engine_modelId_revision_dtype_device_task_promptVersion_person_key" ON "Source"("author", "engine", "modelId", "revision", "dtype", "device", "task", "promptVersion", "person");

-- CreateIndex
CREATE INDEX "Annotation_imageId_stage_idx" ON "Annotation"("imageId", "stage");

-- CreateIndex
CREATE INDEX "StageSource_sourceId_stage_imageId_idx" ON "StageSource"("sourceId", "stage", "imageId");

-- CreateIndex
CREATE INDEX "Embedding_space_id_idx" ON "Embedding"("space", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Embedding_imageId_space_key" ON "Embedding"("imageId", "space");

-- CreateIndex
CREATE INDEX "Job_claim_idx" ON "Job"("stage", "priority" DESC, "runAt", "id") WHERE "state" = 'queued';

-- CreateIndex
CREATE INDEX "Job_lease_idx" ON "Job"("leaseUntil") WHERE "state" = 'running';

-- CreateIndex
CREATE INDEX "Job_pace_idx" ON "Job"("stage", "finishedAt") WHERE "state" = 'done';

-- CreateIndex
CREATE INDEX "Job_state_idx" ON "Job"("state", "stage") WHERE "state" <> 'done';

-- CreateIndex
CREATE UNIQUE INDEX "Job_imageId_stage_key" ON "Job"("imageId", "stage");

-- CreateIndex
CREATE INDEX "Event_at_idx" ON "Event"("at");

-- CreateIndex
CREATE UNIQUE INDEX "Collection_name_key" ON "Collection"("name");

-- CreateIndex
CREATE INDEX "CollectionImage_imageId_idx" ON "CollectionImage"("imageId");

-- CreateIndex
CREATE UNIQUE INDEX "Tag_key_key" ON "Tag"("key");

-- CreateIndex
CREATE INDEX "ImageTag_tagId_imageId_idx" ON "ImageTag"("tagId", "imageId");


