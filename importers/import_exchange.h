/*
 * import_exchange: a bundle of another store, taken in as one transaction.
 *
 * Read line by line (importers/exchange_line.h); nothing is stored unless the last line says that the bundle
 * is whole.  A bundle that holds nothing new leaves the store as it was, without a batch.  A dry run does all
 * of it and takes it back.
 */
#ifndef SHUKEI_IMPORTERS_IMPORT_EXCHANGE_H
#define SHUKEI_IMPORTERS_IMPORT_EXCHANGE_H

#include "importers/importer.h"

extern const struct importer jsonl_importer;

#endif
