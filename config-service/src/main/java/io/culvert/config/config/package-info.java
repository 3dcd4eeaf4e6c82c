/** The settings an operator may give. */
@NullMarked
package io.culvert.config.config;

import org.jspecify.annotations.NullMarked;
