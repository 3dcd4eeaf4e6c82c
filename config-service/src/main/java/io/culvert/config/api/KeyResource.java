package io.culvert.config.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.culvert.config.app.PskOrder;
import io.culvert.config.app.PskRotation;
import io.culvert.config.app.TunnelView;
import io.culvert.config.domain.Psk;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Makes keys for tunnels: the only call that answers with one, and it does so once. */
@Path("/api/v2/steering/ipsec/tunnels/{id: \\d{1,18}}/psk/generate")
@Produces(MediaType.APPLICATION_JSON)
public class KeyResource {
  private static final ObjectMapper JSON = JsonFields.forgetful().build();

  private final PskRotation rotation;
  private final Callers callers;
  private final SecureRandom random;

  KeyResource(PskRotation rotation, Callers callers, SecureRandom random) {
    this.rotation = rotation;
    this.callers = callers;
    this.random = random;
  }

  /** The answer: that of a rotation, and the key. It prints without the key. */
  record Generated(
      int status,
      String result,
      String psk,
      List<TunnelDto> data,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> warnings) {
    @Override
    public String toString() {
      return "Generated[" + data + "]";
    }
  }

  @POST
  @RolesAllowed(Roles.ADMIN)
  @Operation(
      summary = "Make a strong key and rotate to it; the answer has it, and nothing ever again")
  public Uni<Response> generate(
      long id,
      byte @Nullable [] body,
      @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
    ObjectNode json =
        body == null || body.length == 0
            ? JsonNodeFactory.instance.objectNode()
            : JsonFields.parse(body);
    PskOrder order = new PskOrder(Psk.random(random), RotationReader.readGrace(json));
    return rotation
        .rotate(callers.current(), id, order, IfMatch.of(ifMatch))
        .map(view -> answer(order.psk(), view));
  }

  private static Response answer(Psk psk, TunnelView view) {
    Generated generated =
        new Generated(
            200,
            "key generated",
            new String(psk.bytes(), StandardCharsets.UTF_8),
            List.of(TunnelDto.of(view)),
            view.warnings());
    try {
      return Response.ok(JSON.writeValueAsBytes(generated), MediaType.APPLICATION_JSON_TYPE)
          .header(HttpHeaders.ETAG, IfMatch.tag(view.tunnel().version()))
          .header(HttpHeaders.CACHE_CONTROL, "no-store")
          .build();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer cannot be written");
    }
  }
}
