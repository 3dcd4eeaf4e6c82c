/** The loop that owns the IKE engine, and what it reports. */
@NullMarked
package io.culvert.gateway.app.control;

import org.jspecify.annotations.NullMarked;
