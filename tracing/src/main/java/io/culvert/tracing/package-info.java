/** One id for all that follows from one call: in its answer, its log lines and its events. */
@NullMarked
package io.culvert.tracing;

import org.jspecify.annotations.NullMarked;
