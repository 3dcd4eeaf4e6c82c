/** The status service. */
@NullMarked
package io.culvert.status;

import org.jspecify.annotations.NullMarked;
