/** Addresses, ranges and host names, and tables to find them in. */
@NullMarked
package io.culvert.steering.net;

import org.jspecify.annotations.NullMarked;
