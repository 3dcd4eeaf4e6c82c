/** The commands of the {@code culvert} script. */
@NullMarked
package io.culvert.standalone.command;

import org.jspecify.annotations.NullMarked;
