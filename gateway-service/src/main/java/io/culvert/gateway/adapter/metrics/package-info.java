/** Prometheus metrics, labels bounded. */
@NullMarked
package io.culvert.gateway.adapter.metrics;

import org.jspecify.annotations.NullMarked;
