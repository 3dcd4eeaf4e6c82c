/**
 * All IKE SAs of one gateway: demultiplexing, cookies, half-open limits, counters; bytes and time
 * in, effects out.
 */
@NullMarked
package io.culvert.gateway.core.ike.engine;

import org.jspecify.annotations.NullMarked;
