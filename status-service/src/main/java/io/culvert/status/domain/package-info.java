/** What is up, down and unknown: rules over reports and time, free of frameworks. */
@NullMarked
package io.culvert.status.domain;

import org.jspecify.annotations.NullMarked;
