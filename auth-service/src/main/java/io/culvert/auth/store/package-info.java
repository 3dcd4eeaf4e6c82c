/** PostgreSQL: one row per tenant, and the outbox. */
@NullMarked
package io.culvert.auth.store;

import org.jspecify.annotations.NullMarked;
