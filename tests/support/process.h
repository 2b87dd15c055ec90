// A program run by a test: its output gathered, signals sent when a line of it has been seen.
// Killed by the destructor if it still runs.
#pragma once

#include <chrono>
#include <csignal>
#include <stdexcept>
#include <string>
#include <vector>

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

namespace support {

class Process {
 public:
  // `program` with `arguments`, in `folder` when that is not empty.
  explicit Process(std::string program, std::vector<std::string> arguments,
                   std::string folder = "") {
    int out[2], err[2];
    if (::pipe2(out, O_CLOEXEC) != 0 || ::pipe2(err, O_CLOEXEC) != 0) {
      throw std::runtime_error("cannot make a pipe");
    }
    std::vector<char*> argv = {program.data()};
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    pid_ = ::fork();
    if (pid_ == 0) {
      ::dup2(out[1], STDOUT_FILENO);
      ::dup2(err[1], STDERR_FILENO);
      if (!folder.empty() && ::chdir(folder.c_str()) != 0) ::_exit(126);
      ::execv(program.c_str(), argv.data());
      ::_exit(127);
    }
    ::close(out[1]);
    ::close(err[1]);
    streams_[0].descriptor = out[0];
    streams_[1].descriptor = err[0];
  }
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  ~Process() {
    if (!has_ended_) {
      ::kill(pid_, SIGKILL);
      ::waitpid(pid_, nullptr, 0);
    }
    for (const Stream& stream : streams_) ::close(stream.descriptor);
  }

  void signal(int number) { ::kill(pid_, number); }

  // Reads until `text` stands in the error output; false when it never does, or not within 20 s.
  bool wait_for_error_text(const std::string& text) {
    const auto latest = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (streams_[1].text.find(text) == std::string::npos) {
      if (std::chrono::steady_clock::now() > latest || !read_some()) return false;
    }
    return true;
  }

  // Reads to the end and gives the exit code; 128 and the signal's number when one ended it.
  int wait() {
    while (read_some()) continue;
    int status = 0;
    ::waitpid(pid_, &status, 0);
    has_ended_ = true;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }

  const std::string& out() const { return streams_[0].text; }
  const std::string& err() const { return streams_[1].text; }

 private:
  struct Stream {
    int descriptor = -1;
    std::string text;
    bool is_open = true;
  };

  // False when both streams have ended.
  bool read_some() {
    if (!streams_[0].is_open && !streams_[1].is_open) return false;
    pollfd polled[2];
    for (int i = 0; i < 2; ++i) {
      polled[i] = {streams_[i].is_open ? streams_[i].descriptor : -1, POLLIN, 0};
    }
    ::poll(polled, 2, 1000);
    for (int i = 0; i < 2; ++i) {
      if (polled[i].revents == 0) continue;
      char bytes[4096];
      const ssize_t size = ::read(streams_[i].descriptor, bytes, sizeof bytes);
      if (size > 0) streams_[i].text.append(bytes, static_cast<std::size_t>(size));
      if (size <= 0) streams_[i].is_open = false;
    }
    return true;
  }

  pid_t pid_ = -1;
  bool has_ended_ = false;
  Stream streams_[2];
};

}  // namespace support
