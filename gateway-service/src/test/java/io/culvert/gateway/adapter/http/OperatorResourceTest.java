package io.culvert.gateway.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.gateway.adapter.http.OperatorResource.DrainOrder;
import io.culvert.gateway.app.control.DrainSwitch;
import io.culvert.gateway.app.control.GatewayView;
import io.culvert.gateway.app.control.GatewayView.TunnelView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OperatorResourceTest {
  private final List<Boolean> orders = new ArrayList<>();

  private final DrainSwitch drain =
      new DrainSwitch() {
        @Override
        public State state() {
          return new State(false, 0, 3);
        }

        @Override
        public State drain(boolean on) {
          orders.add(on);
          return new State(on, 2, 3);
        }
      };

  private final GatewayView.Source views =
      new GatewayView.Source() {
        @Override
        public GatewayView gateway() {
          throw new AssertionError("not asked for");
        }

        @Override
        public Optional<TunnelView> tunnel(long id) {
          return Optional.empty();
        }
      };

  private final OperatorResource resource = new OperatorResource(views, drain);

  @Test
  void theGatewayIsDrainedAsOrderedAndTheStateIsReturned() {
    assertThat(resource.drain(new DrainOrder(true)).getEntity())
        .isEqualTo(new DrainSwitch.State(true, 2, 3));
    assertThat(resource.drain(new DrainOrder(false)).getStatus()).isEqualTo(200);
    assertThat(orders).containsExactly(true, false);
    assertThat(resource.drain()).isEqualTo(new DrainSwitch.State(false, 0, 3));
  }

  @Test
  void anOrderThatDoesNotSayWhetherOnOrOffChangesNothing() {
    assertThat(resource.drain((DrainOrder) null).getStatus()).isEqualTo(400);
    assertThat(resource.drain(new DrainOrder(null)).getStatus()).isEqualTo(400);
    assertThat(orders).isEmpty();
  }

  @Test
  void anUnknownTunnelIsNotFound() {
    assertThat(resource.tunnel(99).getStatus()).isEqualTo(404);
  }
}
