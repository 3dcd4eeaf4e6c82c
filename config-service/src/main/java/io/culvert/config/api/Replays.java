package io.culvert.config.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.culvert.config.app.AnswerStore.Answer;
import io.culvert.config.app.Caller;
import io.culvert.config.app.IdempotencyKey;
import io.culvert.config.app.Repeats;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Responses that are given again when the request is repeated under its idempotency key. */
@ApplicationScoped
class Replays {
  /** Marks the answer of an earlier request. */
  static final String REPLAYED = "Idempotency-Replayed";

  private final Repeats repeats;
  private final ObjectMapper json;

  Replays(Repeats repeats, ObjectMapper json) {
    this.repeats = repeats;
    this.json = json;
  }

  /**
   * The response to a request that may carry a key; without one it is just done.
   *
   * @param headers among which is {@code Idempotency-Key}
   * @param what names the call and its parameters
   * @param body of the request
   */
  Uni<Response> answer(
      Caller caller, HttpHeaders headers, String what, byte[] body, Supplier<Uni<Response>> work) {
    // Not as a parameter of the resource: an empty header would look like none there.
    List<String> keys = headers.getRequestHeaders().get(IdempotencyKey.HEADER);
    Optional<IdempotencyKey> key = IdempotencyKey.of(keys == null ? List.of() : keys);
    if (key.isEmpty()) {
      return work.get();
    }
    return repeats
        .once(caller, key.get(), request(what, body), () -> work.get().map(this::kept))
        .map(Replays::response);
  }

  /** No {@code what} has a line feed in it, so no two requests look the same. */
  private static byte[] request(String what, byte[] body) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes((what + "\n").getBytes(StandardCharsets.UTF_8));
    whole.writeBytes(body);
    return whole.toByteArray();
  }

  private Answer kept(Response response) {
    try {
      return new Answer(
          response.getStatus(),
          json.writeValueAsString(response.getEntity()),
          response.getHeaderString(HttpHeaders.ETAG));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer is no JSON", e);
    }
  }

  private static Response response(Repeats.Outcome outcome) {
    Answer answer = outcome.answer();
    Response.ResponseBuilder response =
        Response.status(answer.status())
            .entity(answer.body())
            .type(MediaType.APPLICATION_JSON_TYPE)
            .header(HttpHeaders.ETAG, answer.tag());
    return outcome.replayed() ? response.header(REPLAYED, true).build() : response.build();
  }
}
