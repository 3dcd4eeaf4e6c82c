/** Token buckets that hold a tunnel to its bandwidth. */
@NullMarked
package io.culvert.gateway.core.rate;

import org.jspecify.annotations.NullMarked;
