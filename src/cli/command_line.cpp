#include "cli/command_line.hpp"

#include <boost/program_options.hpp>

#include <fstream>
#include <sstream>

namespace reprise::cli {

namespace po = boost::program_options;

struct OptionTable::State {
  std::string usage, about, config;
  std::vector<std::string> numbers;  // names of the options that take one
  po::options_description visible{"Options", 100, 60};
  po::options_description hidden;
  po::positional_options_description positional;
};

OptionTable::OptionTable(std::string usage, std::string about) : state_(std::make_unique<State>()) {
  state_->usage = std::move(usage);
  state_->about = std::move(about);
}
OptionTable::~OptionTable() = default;

namespace {
template <class T>
auto value_of(T* target) {
  auto* value = po::value<T>(target)->value_name("VALUE");
  if constexpr (std::is_same_v<T, std::string>) {
    return target->empty() ? value : value->default_value(*target);
  } else {
    return value->default_value(*target);
  }
}
std::string text(std::string_view s) { return std::string(s); }
}  // namespace

void OptionTable::add(std::string_view name, std::string* target, std::string_view help) {
  state_->visible.add_options()(text(name).c_str(), value_of(target), text(help).c_str());
}
void OptionTable::add(std::string_view name, bool* target, std::string_view help) {
  state_->visible.add_options()(text(name).c_str(), po::bool_switch(target), text(help).c_str());
}
void OptionTable::add(std::string_view name, unsigned* target, std::string_view help) {
  state_->numbers.push_back(text(name));
  state_->visible.add_options()(text(name).c_str(), value_of(target), text(help).c_str());
}
void OptionTable::add(std::string_view name, unsigned long* target, std::string_view help) {
  state_->numbers.push_back(text(name));
  state_->visible.add_options()(text(name).c_str(), value_of(target), text(help).c_str());
}
void OptionTable::add_positional(std::vector<std::string>* target) {
  state_->hidden.add_options()("positional", po::value<std::vector<std::string>>(target));
  state_->positional.add("positional", -1);
}

Result<OptionTable::Parsed> OptionTable::parse(const std::vector<std::string>& arguments) {
  state_->visible.add_options()("config", po::value<std::string>(&state_->config)->value_name("FILE"), "read options from FILE, one 'name = value' a line; the command line wins")(
      "help,h", "show this");
  po::options_description all;
  all.add(state_->visible).add(state_->hidden);
  const auto bad = [](const std::string& what) { return Error{ErrorCode::bad_argument, what, ""}; };
  try {
    // Negative numbers are refused here: Boost reads "-1" into an unsigned as a very large number.
    for (std::size_t i = 1; i < arguments.size() && arguments[i] != "--"; ++i)
      if (arguments[i].size() > 1 && arguments[i][0] == '-' && arguments[i].find_first_not_of("0123456789.", 1) == std::string::npos)
        return bad("a number must not be negative; found " + arguments[i] + " after " + arguments[i - 1]);
    for (const std::string& argument : arguments)
      for (const std::string& name : state_->numbers)
        if (argument.starts_with("--" + name + "=-")) return bad("a number must not be negative; found " + argument);
    po::variables_map values;
    po::store(po::command_line_parser(arguments).options(all).positional(state_->positional).run(), values);
    if (values.count("help")) return Parsed::help;
    if (values.count("config")) {
      const std::string path = values["config"].as<std::string>();
      std::ifstream file(path);
      if (!file) return Error{ErrorCode::not_found, path + ": cannot open the config file", path};
      po::store(po::parse_config_file(file, state_->visible), values);
    }
    po::notify(values);
  } catch (const po::error& e) {
    return bad(e.what());
  }
  return Parsed::run;
}

std::string OptionTable::help() const {
  std::ostringstream out;
  out << "Usage: " << state_->usage << "\n\n" << state_->about << "\n\n" << state_->visible;
  return out.str();
}

}  // namespace reprise::cli
