package io.culvert.status.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The envelope of every good answer.
 *
 * @param status the HTTP status
 * @param total how many there are in all; absent where nothing is counted
 * @param result what was asked for
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Answer<T>(int status, @Nullable Integer total, T result) {}
