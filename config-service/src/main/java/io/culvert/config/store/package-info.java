/** PostgreSQL behind the ports: Panache entities and repositories. */
@NullMarked
package io.culvert.config.store;

import org.jspecify.annotations.NullMarked;
