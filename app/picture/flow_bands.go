package picture
