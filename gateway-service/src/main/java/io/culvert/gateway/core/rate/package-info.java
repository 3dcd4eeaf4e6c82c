/** Token buckets: for the bandwidth of tunnels, and for what strangers may ask. */
@NullMarked
package io.culvert.gateway.core.rate;

import org.jspecify.annotations.NullMarked;
