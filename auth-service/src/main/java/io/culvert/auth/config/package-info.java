/** What is made of the service's settings. */
@NullMarked
package io.culvert.auth.config;

import org.jspecify.annotations.NullMarked;
