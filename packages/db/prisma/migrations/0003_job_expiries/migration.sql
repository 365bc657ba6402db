-- How often the holder of a job stopped in the middle.
ALTER TABLE "Job" ADD COLUMN "expiries" INTEGER NOT NULL DEFAULT 0;
