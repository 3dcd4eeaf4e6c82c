package io.culvert.steering.category;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Entries on disk, apart by the first octet of their hash: one part after the other is sorted in
 * memory, which so holds a 256th of them. The files have no name and vanish with the process.
 */
final class Spill implements Closeable {
  static final int PARTS = 1 << Byte.SIZE;
  private static final int BUFFER = 1 << 14;

  private final List<FileChannel> files = new ArrayList<>();
  private final List<ByteBuffer> buffers = new ArrayList<>();

  /** Files on the disk of this folder. */
  Spill(Path folder) throws IOException {
    try {
      for (int i = 0; i < PARTS; i++) {
        Path name = Files.createTempFile(folder, ".categories", ".part");
        files.add(
            FileChannel.open(
                name,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE));
        buffers.add(ByteBuffer.allocateDirect(BUFFER));
      }
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  void add(Entry entry) throws IOException {
    int part = (int) (entry.hash() >>> (Long.SIZE - Byte.SIZE));
    ByteBuffer buffer = buffers.get(part);
    buffer.putLong(entry.hash()).putLong(entry.rest());
    if (!buffer.hasRemaining()) {
      write(part);
    }
  }

  /** All of a part, in the order in which they came. */
  List<Entry> part(int part) throws IOException {
    write(part);
    FileChannel file = files.get(part);
    ByteBuffer buffer = buffers.get(part);
    long left = file.position() / Entry.BYTES;
    List<Entry> entries = new ArrayList<>(Math.toIntExact(left));
    file.position(0);
    buffer.limit(0);
    for (; left > 0; left--) {
      if (!buffer.hasRemaining()) {
        fill(file, buffer);
      }
      entries.add(new Entry(buffer.getLong(), buffer.getLong()));
    }
    return entries;
  }

  private static void fill(FileChannel file, ByteBuffer buffer) throws IOException {
    buffer.clear();
    do {
      if (file.read(buffer) < 0) {
        throw new EOFException("a temporary file was cut");
      }
    } while (buffer.position() % Entry.BYTES != 0);
    buffer.flip();
  }

  private void write(int part) throws IOException {
    ByteBuffer buffer = buffers.get(part).flip();
    while (buffer.hasRemaining()) {
      files.get(part).write(buffer);
    }
    buffer.clear();
  }

  @Override
  public void close() throws IOException {
    for (FileChannel file : files) {
      file.close();
    }
  }
}
