-- Counting what is not in the trash without reading the wide rows.
CREATE INDEX "Image_live_idx" ON "Image"("deletedAt") WHERE "deletedAt" IS NULL;
