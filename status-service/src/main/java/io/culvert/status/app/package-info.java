/** The questions the REST interface asks, answered from this instance's copy of all statuses. */
@NullMarked
package io.culvert.status.app;

import org.jspecify.annotations.NullMarked;
