/** PostgreSQL: one row per tenant, and the outbox; the file of web categories. */
@NullMarked
package io.culvert.auth.store;

import org.jspecify.annotations.NullMarked;
