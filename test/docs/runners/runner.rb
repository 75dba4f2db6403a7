# frozen_string_literal: true

# Finds a header by its name in any case, as Rails' request.headers does.
class Headers
  def initialize(text)
    @pairs = text.split("\n").to_h { |line| line.split(": ", 2).then { |name, value| [name.downcase, value] } }
  end

  def [](name) = @pairs[name.downcase]
end

File.foreach("cases.tsv", chomp: true) do |line|
  name, *fields = line.split("\t")
  body, headers, secret = fields.map { |field| field.unpack1("m") }
  # A receiver of its own for each, because all of them are called verify.
  receiver = Object.new.tap { |one| one.instance_eval(File.read("#{name}.rb")) }
  puts receiver.send(:verify, body, Headers.new(headers), secret.force_encoding("UTF-8"))
end
