package io.culvert.gateway.app.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DataplaneThreadsTest {
  /** Fails in two ways and works from then on. */
  private static final class Faulty implements UdpPort {
    private final CountDownLatch worked = new CountDownLatch(2);
    private int calls;

    @Override
    public void receive(PacketBatch batch, Duration wait) throws IOException {
      calls++;
      if (calls == 1) {
        throw new IOException("device in trouble");
      }
      if (calls == 2) {
        throw new IllegalStateException("poisoned packet");
      }
      worked.countDown();
    }

    @Override
    public int send(PacketBatch batch) {
      return batch.size();
    }
  }

  @Test
  void pathSurvivesFaultsAndEndsWhenClosed() throws InterruptedException {
    Faulty udp = new Faulty();
    Dataplane dataplane =
        new Dataplane(
            udp, new FakePort(), (l, r, m) -> {}, DataplaneConfig.STANDARD, System::nanoTime);
    DataplaneThreads threads = DataplaneThreads.start(dataplane);
    assertThat(udp.worked.await(20, TimeUnit.SECONDS)).isTrue();
    threads.close();
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(name -> name.startsWith("dataplane-"));
  }
}
