/** The REST resources: JSON in, use case, JSON out. */
@NullMarked
package io.culvert.config.api;

import org.jspecify.annotations.NullMarked;
