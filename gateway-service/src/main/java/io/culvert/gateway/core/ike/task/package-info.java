/**
 * One IKE procedure per file, each seeing only the narrow context it needs; and what procedures
 * tell the outside.
 */
@NullMarked
package io.culvert.gateway.core.ike.task;

import org.jspecify.annotations.NullMarked;
