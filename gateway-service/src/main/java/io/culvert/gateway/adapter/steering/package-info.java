/** The transparent proxy: takes connections of hosts, peeks, and passes on or answers. */
@NullMarked
package io.culvert.gateway.adapter.steering;

import org.jspecify.annotations.NullMarked;
